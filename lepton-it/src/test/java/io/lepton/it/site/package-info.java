/**
 * The places that objects are moved between in these tests: four kinds, each on a server of its
 * own.
 */
@NullMarked
package io.lepton.it.site;

import org.jspecify.annotations.NullMarked;
