/// The little of protobuf's wire format that messages to other programs need.
///
/// Entry point: [io.narthex.model.proto.ProtoWriter].
@NullMarked
package io.narthex.model.proto;

import org.jspecify.annotations.NullMarked;
