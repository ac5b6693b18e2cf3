package io.lepton.serving.http;

/**
 * One HTTP header field.
 *
 * @param name matched without regard to case
 * @param value as on the wire
 */
public record Header(String name, String value) {}
