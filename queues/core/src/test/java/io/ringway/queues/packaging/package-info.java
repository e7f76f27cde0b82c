/** Tests of the jar as users get it: on both supported Java versions, on the module path and on the class path. */
@NullMarked
package io.ringway.queues.packaging;

import org.jspecify.annotations.NullMarked;
