package io.lepton.tune;

/** Which of a model's parameters are trained. */
public enum Method {
  /** All of them. */
  FULL,
  /** The last layers; all before them keep their values, running statistics too. */
  HEAD,
  /**
   * Low-rank adapters beside chosen linear layers, merged into their weights at the end (LoRA, Hu
   * and others, 2021).
   */
  LORA
}
