/**
 * What machines and data transfer cost: reads the offer catalog and the egress tariffs from CSV,
 * reports what they get wrong before anything is computed with it, filters and sorts offers, and
 * asks the installed clouds for fresh prices. Start at {@link io.lepton.catalog.Catalog} and {@link
 * io.lepton.catalog.EgressTable}.
 */
@NullMarked
package io.lepton.catalog;

import org.jspecify.annotations.NullMarked;
