/** The gRPC side of the admin interface. */
@NullMarked
package io.ringway.broker.grpc;

import org.jspecify.annotations.NullMarked;
