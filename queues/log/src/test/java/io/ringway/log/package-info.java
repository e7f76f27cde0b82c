@NullMarked
package io.ringway.log;

import org.jspecify.annotations.NullMarked;
