package io.narthex.tsdb.head;

import io.narthex.tsdb.pages.ChunkPage;
import io.narthex.tsdb.pages.PageLayout;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Numbers for the pages that hold sealed chunks, so that the place of a chunk is one number.
///
/// Thread safety: guarded by the commit lock. Who got [#pages] under it may read the pages of the
/// chunks it got with that at any time: an entry only changes in a copy.
final class PageTable {
    private @Nullable ChunkPage[] pages = new @Nullable ChunkPage[16];
    private int used;

    /// Numbers whose pages are gone.
    private int[] free = new int[0];

    private int freeCount;

    /// The page that got a number last; chunks of one page come together.
    private @Nullable ChunkPage last;

    private int lastNumber;

    /// The place of a chunk: page number times the bytes of a page, and the offset in that.
    @SuppressWarnings("ReferenceEquality") // a page equals itself only
    long place(ChunkPage page, int offset) {
        if (page != last) {
            lastNumber = add(page);
            last = page;
        }
        return (long) lastNumber * PageLayout.PAGE_BYTES + offset;
    }

    private int add(ChunkPage page) {
        if (freeCount == 0 && used == pages.length) {
            pages = Arrays.copyOf(pages, 2 * used);
        }
        int number = freeCount > 0 ? free[--freeCount] : used++;
        pages[number] = page;
        return number;
    }

    /// The pages by number.
    @Nullable ChunkPage[] pages() {
        return pages;
    }

    /// The page of a place, by the pages that were there with it.
    static ChunkPage page(@Nullable ChunkPage[] pages, long place) {
        ChunkPage page = pages[(int) (place / PageLayout.PAGE_BYTES)];
        if (page == null) {
            throw new IllegalStateException("BUG: a chunk at " + place + ", where no page is");
        }
        return page;
    }

    static int offset(long place) {
        return (int) (place % PageLayout.PAGE_BYTES);
    }

    /// Lets go of the pages that no chunk list refers to.
    @SuppressWarnings("ReferenceEquality")
    void forgetUnused() {
        int[] unused = new int[used];
        int n = 0;
        for (int i = 0; i < used; i++) {
            ChunkPage page = pages[i];
            if (page != null && page != last && page.live() == 0) {
                unused[n++] = i;
            }
        }
        if (n == 0) {
            return;
        }
        @Nullable ChunkPage[] kept = Arrays.copyOf(pages, pages.length);
        free = Arrays.copyOf(free, freeCount + n);
        for (int i = 0; i < n; i++) {
            kept[unused[i]] = null;
            free[freeCount++] = unused[i];
        }
        pages = kept;
    }
}
