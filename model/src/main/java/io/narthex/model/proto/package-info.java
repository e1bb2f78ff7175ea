/// Protobuf messages, written and read where they lie: the formats of metrics are walked over field
/// by field, since an object per sample would cost more than all the rest.
///
/// Entry points: [io.narthex.model.proto.ProtoReader] and [io.narthex.model.proto.ProtoWriter].
///
/// Thread safety: readers and writers are for one thread.
@NullMarked
package io.narthex.model.proto;

import org.jspecify.annotations.NullMarked;
