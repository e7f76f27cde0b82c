package io.ringway.benchmarks.page;

import java.util.List;

/**
 * The colours of a picture. They are Okabe and Ito's, which colour-blind readers can tell apart; the pale ones are
 * darker on white, and the dark ones paler on black, so that each keeps a contrast of 3 to 1. No picture tells anything
 * by colour alone.
 */
enum Look {
    /** For a white page. */
    LIGHT(
            "#ffffff",
            "#1f2328",
            "#59636e",
            "#d8dee4",
            "#0072b2",
            "#b35900",
            List.of("#d55e00", "#008a65", "#b2528b", "#8a6d00", "#59636e", "#2b8cc4", "#1f2328")),
    /** For a black page. */
    DARK(
            "#0d1117",
            "#e6edf3",
            "#9aa4af",
            "#30363d",
            "#56b4e9",
            "#e69f00",
            List.of("#e69f00", "#2bc29a", "#cc79a7", "#f0e442", "#9aa4af", "#ff8247", "#e6edf3"));

    private final String background;
    private final String ink;
    private final String faint;
    private final String grid;
    private final String ours;
    private final String warning;
    private final List<String> peers;

    Look(String background, String ink, String faint, String grid, String ours, String warning, List<String> peers) {
        this.background = background;
        this.ink = ink;
        this.faint = faint;
        this.grid = grid;
        this.ours = ours;
        this.warning = warning;
        this.peers = peers;
    }

    String background() {
        return background;
    }

    String ink() {
        return ink;
    }

    String faint() {
        return faint;
    }

    String grid() {
        return grid;
    }

    String ours() {
        return ours;
    }

    String warning() {
        return warning;
    }

    /** The colour of a peer; colours come round again, line types do not at the same time. */
    String peer(int index) {
        return peers.get(index % peers.size());
    }

    /** The line type of a peer: solid first, dashed when the colours come round again. */
    String lineType(int index) {
        return List.of("solid", "dashed", "dotted").get(index / peers.size() % 3);
    }

    String suffix() {
        return this == LIGHT ? "light" : "dark";
    }
}
