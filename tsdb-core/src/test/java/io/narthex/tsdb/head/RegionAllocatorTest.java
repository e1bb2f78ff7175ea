package io.narthex.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class RegionAllocatorTest {
    private static final int PER_PAGE = (128 << 10) / 64;

    private record Region(byte[] page, int offset) {}

    private static List<Region> allocate(RegionAllocator regions, int n) {
        List<Region> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            regions.allocate(0);
            all.add(new Region(regions.page(), regions.offset()));
        }
        return all;
    }

    @Test
    void trim_forgetsPagesWithoutARegionInUse_andNoOthers() {
        RegionAllocator regions = new RegionAllocator();
        List<Region> all = allocate(regions, 3 * PER_PAGE);
        Region inUse = all.get(PER_PAGE + 7);
        for (Region r : all) {
            if (!r.equals(inUse)) {
                regions.free(r.page, r.offset, 0, 0);
            }
        }
        regions.reclaim(Long.MAX_VALUE);
        regions.trim();
        Set<byte[]> pages = new HashSet<>();
        List<Region> again = allocate(regions, 2 * PER_PAGE - 1);
        again.forEach(r -> pages.add(r.page));
        // The page that was filled last stays, and that of the region in use.
        assertThat(pages).containsExactlyInAnyOrder(inUse.page, all.getLast().page);
        assertThat(new HashSet<>(again)).hasSize(again.size()).doesNotContain(inUse);
        assertThat(regions.bytes()).isEqualTo(64L * 2 * PER_PAGE);
    }

    @Test
    void trim_waitsForQueriers() {
        RegionAllocator regions = new RegionAllocator();
        List<Region> all = allocate(regions, 2 * PER_PAGE);
        all.forEach(r -> regions.free(r.page, r.offset, 0, 5));
        regions.reclaim(5);
        regions.trim();
        regions.reclaim(6);
        assertThat(allocate(regions, 2 * PER_PAGE)).containsAll(all);
    }
}
