/**
 * Keeps track of a migration for those who look at it: meters for monitoring systems ({@link
 * io.lepton.watch.Meters}), an audit log that nobody can change unseen ({@link
 * io.lepton.watch.AuditLog}), a memory of what happened ({@link io.lepton.watch.EventRecorder}) and
 * the report made of it, as one HTML file with a JSON twin ({@link io.lepton.watch.Report}) and as
 * a few lines of text ({@link io.lepton.watch.ReportText}).
 */
@NullMarked
package io.lepton.watch;

import org.jspecify.annotations.NullMarked;
