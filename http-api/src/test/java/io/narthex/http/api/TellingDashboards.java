package io.narthex.http.api;

import io.narthex.http.Dashboards;

import java.nio.charset.StandardCharsets;

/// Dashboards of which those that were saved say a word, whatever their name.
///
/// @param word that only some may see
record TellingDashboards(String word) implements Dashboards {
    @Override
    public byte[] all(View view) {
        return ("[\"" + (view.saved() ? word : "pack") + "\"]").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] save(String name, byte[] json, View view) {
        return json;
    }

    @Override
    public boolean delete(String name) {
        return false;
    }

    @Override
    public byte[] grafana(String name, String language, View view) {
        return all(view);
    }

    @Override
    public boolean isOpen() {
        return false;
    }
}
