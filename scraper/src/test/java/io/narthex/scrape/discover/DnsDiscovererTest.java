package io.narthex.scrape.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.discover.DiscoveryConfig.RecordType;
import io.narthex.scrape.http.HostResolver;
import io.narthex.scrape.http.ScrapeClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

class DnsDiscovererTest {
    private final FakeNameServer server = new FakeNameServer();
    private final DiscoveryCounters counters = new DiscoveryCounters();

    @AfterEach
    void close() {
        server.close();
    }

    private DnsDiscoverer discoverer(RecordType type, String... names) {
        NameServers servers =
                new NameServers(List.of(server.address()), List.of("internal", "example.org"), 2);
        return new DnsDiscoverer(
                new DiscoveryConfig.Dns(List.of(names), type, 9100, Duration.ofSeconds(30)),
                new DiscoveryContext(
                        new ScrapeClient(HostResolver.SYSTEM),
                        "test",
                        InstantSource.system(),
                        () -> servers,
                        Duration.ZERO,
                        counters));
    }

    private static List<Labels> targets(DnsDiscoverer discoverer) throws InterruptedException {
        return discoverer.refresh().stream().flatMap(g -> g.targets().stream()).toList();
    }

    @Test
    void srvRecords_haveTheirOwnHostsAndPorts() throws InterruptedException {
        server.with("_web._tcp.shop.test.", FakeNameServer.SRV, 10, 5, 8080, "one.shop.test")
                .with("_web._tcp.shop.test.", FakeNameServer.SRV, 10, 5, 8081, "two.shop.test");
        assertThat(targets(discoverer(RecordType.SRV, "_web._tcp.shop.test")))
                .containsExactlyInAnyOrder(
                        srv("one.shop.test", "8080"), srv("two.shop.test", "8081"));
    }

    private static Labels srv(String host, String port) {
        return Labels.of(
                "__address__",
                host + ":" + port,
                "__meta_dns_name",
                "_web._tcp.shop.test",
                "__meta_dns_srv_record_port",
                port,
                "__meta_dns_srv_record_target",
                host + ".");
    }

    @Test
    void otherRecords_haveThePortOfTheConfiguration() throws InterruptedException {
        byte[] six = new byte[16];
        six[0] = 0x20;
        six[1] = 1;
        six[15] = 7;
        server.with("h.test.", FakeNameServer.A, (Object) new byte[] {10, 0, 0, 1})
                .with("h.test.", FakeNameServer.AAAA, (Object) six)
                .with("h.test.", FakeNameServer.MX, 5, "mail.test")
                .with("h.test.", FakeNameServer.NS, "ns.test");
        assertThat(addresses(RecordType.A)).containsExactly("10.0.0.1:9100");
        assertThat(addresses(RecordType.AAAA)).containsExactly("[2001::7]:9100");
        assertThat(addresses(RecordType.MX)).containsExactly("mail.test:9100");
        assertThat(addresses(RecordType.NS)).containsExactly("ns.test:9100");
        assertThat(targets(discoverer(RecordType.MX, "h.test")).getFirst())
                .isEqualTo(
                        Labels.of(
                                "__address__",
                                "mail.test:9100",
                                "__meta_dns_name",
                                "h.test",
                                "__meta_dns_mx_record_target",
                                "mail.test."));
        assertThat(
                        targets(discoverer(RecordType.NS, "h.test"))
                                .getFirst()
                                .getOrEmpty("__meta_dns_ns_record_target"))
                .isEqualTo("ns.test.");
    }

    private List<String> addresses(RecordType type) throws InterruptedException {
        return targets(discoverer(type, "h.test")).stream()
                .map(labels -> labels.getOrEmpty("__address__"))
                .toList();
    }

    @Test
    void shortName_isCompletedAsTheSystemSays() throws InterruptedException {
        server.with("api.example.org.", FakeNameServer.A, (Object) new byte[] {10, 0, 0, 9});
        assertThat(targets(discoverer(RecordType.A, "api")))
                .extracting(l -> l.getOrEmpty("__address__"))
                .containsExactly("10.0.0.9:9100");
    }

    @Test
    void nameWithoutAnswer_keepsItsTargetsAndUnknownNameHasNone() throws InterruptedException {
        server.with("a.b.test.", FakeNameServer.A, (Object) new byte[] {10, 0, 0, 1});
        DnsDiscoverer discoverer = discoverer(RecordType.A, "a.b.test", "unknown.b.test");
        List<TargetGroup> before = discoverer.refresh();
        assertThat(before).hasSize(2);
        assertThat(before.getFirst().targets()).hasSize(1);
        assertThat(before.get(1).targets()).isEmpty();
        assertThat(counters.sums().lookupFailures()).isZero();
        server.breakDown(true);
        assertThat(discoverer.refresh()).isEqualTo(before);
        assertThat(counters.sums().lookups()).isEqualTo(4);
        assertThat(counters.sums().lookupFailures()).isEqualTo(2);
    }

    @Test
    void resolvConf_isRead() {
        NameServers read =
                NameServers.of(
                        List.of(
                                "# made by hand",
                                "nameserver 10.0.0.2",
                                "nameserver ::1",
                                "domain old.test",
                                "search a.test  b.test",
                                "options edns0 ndots:3"));
        assertThat(read)
                .isEqualTo(
                        new NameServers(
                                List.of("10.0.0.2", "[::1]"), List.of("a.test", "b.test"), 3));
        assertThat(read.candidates("x.y")).containsExactly("x.y.a.test.", "x.y.b.test.", "x.y.");
        assertThat(read.candidates("w.x.y.z"))
                .containsExactly("w.x.y.z.", "w.x.y.z.a.test.", "w.x.y.z.b.test.");
        assertThat(read.candidates("x.")).containsExactly("x.");
    }

    @Test
    void nameThatIsAUrl_leadsNowhere() {
        DnsLookup lookup = new DnsLookup(new NameServers(List.of(server.address()), List.of(), 1));
        assertThatThrownBy(() -> lookup.records("ldap://127.0.0.1/x", RecordType.A))
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining("not a name of a host");
    }
}
