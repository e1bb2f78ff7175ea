/// Expositions: the formats in which targets show their metrics, as text or protobuf, read from the
/// bytes of a body without making strings.
///
/// What lives here: [ExpositionParser] (the entry point) with a parser per format. A series that
/// was predicted is compared, not lexed; its labels are made only when somebody asks for them.
///
/// Threads: none; a parser belongs to the thread that scrapes.
@NullMarked
package io.narthex.scrape.text;

import org.jspecify.annotations.NullMarked;
