package io.narthex.http.api;

/// A parameter of a route, as the API's description tells of it.
///
/// @param place where it is read from
/// @param type the name of a type of JSON: `string`, `integer`, `number` or `boolean`
/// @param repeated whether it may be there several times
///
/// Thread safety: immutable.
record Parameter(
        String name, Place place, String type, boolean required, boolean repeated, String summary) {
    /// Where a parameter is read from.
    enum Place {
        /// The URL, or the form in the body of a POST or PUT.
        FORM,
        /// The URL alone.
        URL,
        /// The route's variable.
        PATH
    }

    /// An optional text.
    static Parameter of(String name, String summary) {
        return new Parameter(name, Place.FORM, "string", false, false, summary);
    }

    /// What the path holds in place of its variable.
    static Parameter ofPath(String name, String summary) {
        return new Parameter(name, Place.PATH, "string", true, false, summary);
    }

    Parameter asRequired() {
        return new Parameter(name, place, type, true, repeated, summary);
    }

    Parameter repeatable() {
        return new Parameter(name, place, type, required, true, summary);
    }

    Parameter onlyInUrl() {
        return new Parameter(name, Place.URL, type, required, repeated, summary);
    }

    Parameter ofType(String jsonType) {
        return new Parameter(name, place, jsonType, required, repeated, summary);
    }

    Parameter saying(String otherSummary) {
        return new Parameter(name, place, type, required, repeated, otherSummary);
    }
}
