/** What machines and data transfer cost. Start at {@link io.lepton.spi.price.PriceBackend}. */
@NullMarked
package io.lepton.spi.price;

import org.jspecify.annotations.NullMarked;
