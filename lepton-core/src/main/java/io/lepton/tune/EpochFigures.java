package io.lepton.tune;

/**
 * What one epoch gave.
 *
 * @param epoch from 1; 0 stands for the model before training
 * @param trainLoss mean {@code L_total} over the training split while it was trained; 0 for epoch 0
 * @param trainAccuracy fraction right over the training split while it was trained
 * @param validationLoss mean {@code L_task} over the validation split after the epoch
 * @param validationAccuracy fraction right over the validation split after the epoch
 * @param learningRate at the epoch's last step
 * @param seconds it took
 */
public record EpochFigures(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    double learningRate,
    double seconds) {}
