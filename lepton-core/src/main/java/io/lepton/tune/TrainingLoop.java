package io.lepton.tune;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One fit of a {@link FineTuner}. */
final class TrainingLoop {
  /** The engine allows one gradient collector a process and has one random generator. */
  private static final Object ENGINE = new Object();

  private final FineTuner settings;
  private final Batches training;
  private final Batches validation;

  TrainingLoop(FineTuner settings, Batches training, Batches validation) {
    this.settings = settings;
    this.training = training;
    this.validation = validation;
  }

  TuneResult run() {
    synchronized (ENGINE) {
      try (NDManager manager = settings.model.getNDManager().newSubManager()) {
        Engine engine = manager.getEngine();
        engine.setRandomSeed(seed(0));
        ScheduledOptimizer scheduled =
            new ScheduledOptimizer(settings.optimizerSpec, settings.schedule, manager);
        Optimizer optimizer = settings.optimizer == null ? scheduled : settings.optimizer;
        if (training.count() > 0) {
          scheduled.plan(settings.epochs, training.count());
        }
        DefaultTrainingConfig config =
            new DefaultTrainingConfig(settings.loss)
                .optOptimizer(optimizer)
                .optDevices(new Device[] {manager.getDevice()})
                .addEvaluator(new Accuracy())
                .addTrainingListeners(settings.listeners.toArray(TrainingListener[]::new));
        try (Trainer trainer = settings.model.newTrainer(config)) {
          return run(manager, trainer, optimizer, scheduled);
        }
      }
    }
  }

  private TuneResult run(
      NDManager manager, Trainer trainer, Optimizer optimizer, ScheduledOptimizer scheduled) {
    Teacher teacher =
        settings.teacher == null
            ? Teacher.snapshotOf(settings.model.getBlock(), manager)
            : Teacher.of(settings.teacher.getBlock());
    // newTrainer unfreezes a loaded model, so freezing comes after it.
    Student student = new Student(settings.model.getBlock(), settings.selection, manager);
    Optional<Checkpoint> earlier =
        settings.checkpoint.flatMap(file -> Checkpoint.read(file, settings.fingerprint, manager));
    List<EpochFigures> curve = new ArrayList<>();
    Map<String, NDArray> best;
    int bestEpoch = 0;
    long step = 0;
    double secondsBefore = 0;
    if (earlier.isPresent()) {
      Checkpoint from = earlier.get();
      student.restore(from.now());
      scheduled.restore(from.optimizer());
      best = from.best();
      bestEpoch = from.progress().bestEpoch();
      curve.addAll(from.progress().epochs());
      step = from.progress().step();
      secondsBefore = from.progress().seconds();
    } else {
      Tally before = validate(manager, trainer, student, 0);
      curve.add(new EpochFigures(0, 0, 0, before.loss(), before.accuracy(), 0, 0));
      best = student.snapshot(manager);
      settings.watch.epoch(curve.get(0));
    }
    long start = System.nanoTime();
    int last = curve.get(curve.size() - 1).epoch();
    for (int epoch = last + 1; epoch <= settings.epochs && !ended(curve); epoch++) {
      long began = System.nanoTime();
      manager.getEngine().setRandomSeed(seed(epoch));
      Tally trained = new Tally();
      Iterator<Batch> batches = training.epoch(manager, epoch);
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          step++;
          scheduled.begin(step);
          double loss = train(batch, trainer, student, teacher, optimizer, trained);
          settings.watch.batch(
              epoch, step, training.count() < 0 ? -1 : training.count() * settings.epochs, loss);
        }
      }
      Tally checked = validate(manager, trainer, student, epoch);
      trainer.notifyListeners(listener -> listener.onEpoch(trainer));
      EpochFigures figures =
          new EpochFigures(
              epoch,
              trained.loss(),
              trained.accuracy(),
              checked.loss(),
              checked.accuracy(),
              settings.optimizer == null ? scheduled.learningRate() : 0,
              seconds(began));
      curve.add(figures);
      if (bestOf(curve) == epoch) {
        best.values().forEach(NDArray::close);
        best = student.snapshot(manager);
        bestEpoch = epoch;
      }
      if (settings.checkpoint.isPresent()) {
        new Checkpoint(
                new Checkpoint.Progress(
                    settings.fingerprint, step, curve, bestEpoch, secondsBefore + seconds(start)),
                student.state(),
                best,
                scheduled.state())
            .write(settings.checkpoint.get());
      }
      settings.watch.epoch(figures);
    }
    student.restore(best);
    long parameters = student.parameters();
    long trainedParameters = student.trainedParameters();
    student.merge();
    return new TuneResult(
        settings.model,
        curve,
        bestEpoch,
        parameters,
        trainedParameters,
        secondsBefore + seconds(start));
  }

  private double train(
      Batch batch,
      Trainer trainer,
      Student student,
      Teacher teacher,
      Optimizer optimizer,
      Tally tally) {
    NDManager manager = batch.getManager();
    NDList data = batch.getData();
    NDList labels = batch.getLabels();
    double lambda = settings.consistency;
    NDArray wanted = lambda > 0 ? teacher.answer(manager, data) : null;
    NDArray scores;
    double value;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      scores = student.train(manager, data);
      NDArray loss = settings.loss.evaluate(labels, new NDList(scores));
      if (wanted != null) {
        NDArray distance = scores.sub(wanted).square().sum().div(batch.getSize());
        loss = loss.add(distance.mul((float) lambda));
      }
      collector.backward(loss);
      value = loss.getFloat();
    }
    if (!Double.isFinite(value)) {
      throw new TuningException(
          "the loss became " + value + "; lower the learning rate or standardise the data");
    }
    student
        .trainable()
        .forEach(
            (name, array) -> {
              try (NDArray gradient = array.getGradient()) {
                optimizer.update(name, array, gradient);
              }
            });
    tally.add(scores, labels.head(), value);
    trainer.notifyListeners(
        listener -> listener.onTrainingBatch(trainer, told(batch, labels, scores)));
    return value;
  }

  private Tally validate(NDManager manager, Trainer trainer, Student student, int epoch) {
    Tally tally = new Tally();
    Iterator<Batch> batches = validation.epoch(manager, epoch);
    while (batches.hasNext()) {
      try (Batch batch = batches.next()) {
        NDArray scores = student.answer(batch.getManager(), batch.getData());
        NDArray loss = settings.loss.evaluate(batch.getLabels(), new NDList(scores));
        tally.add(scores, batch.getLabels().head(), loss.getFloat());
        if (epoch > 0) {
          trainer.notifyListeners(
              listener ->
                  listener.onValidationBatch(trainer, told(batch, batch.getLabels(), scores)));
        }
      }
    }
    return tally;
  }

  private static TrainingListener.BatchData told(Batch batch, NDList labels, NDArray scores) {
    TrainingListener.BatchData data =
        new TrainingListener.BatchData(batch, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    data.getLabels().put(scores.getDevice(), labels);
    data.getPredictions().put(scores.getDevice(), new NDList(scores));
    return data;
  }

  private boolean ended(List<EpochFigures> curve) {
    int patience = settings.earlyStopping.patience();
    return patience > 0 && curve.get(curve.size() - 1).epoch() - lastImprovement(curve) >= patience;
  }

  /** The epoch with the lowest validation loss; the earliest of equals. */
  private static int bestOf(List<EpochFigures> curve) {
    EpochFigures best = curve.get(0);
    for (EpochFigures figures : curve) {
      if (figures.validationLoss() < best.validationLoss()) {
        best = figures;
      }
    }
    return best.epoch();
  }

  private int lastImprovement(List<EpochFigures> curve) {
    EpochFigures best = curve.get(0);
    for (EpochFigures figures : curve) {
      if (figures.validationLoss()
          < best.validationLoss() - settings.earlyStopping.minimumImprovement()) {
        best = figures;
      }
    }
    return best.epoch();
  }

  private int seed(int epoch) {
    return Long.hashCode(settings.seed * 0x9E3779B97F4A7C15L + epoch);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** Mean loss and accuracy over batches, each example counted once. */
  private static final class Tally {
    private long examples;
    private long right;
    private double loss;

    void add(NDArray scores, NDArray labels, double batchLoss) {
      long[] wanted = labels.flatten().toType(DataType.INT64, false).toLongArray();
      long[] answered = scores.argMax(-1).toLongArray();
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i] == answered[i]) {
          right++;
        }
      }
      examples += wanted.length;
      loss += batchLoss * wanted.length;
    }

    double loss() {
      return examples == 0 ? 0 : loss / examples;
    }

    double accuracy() {
      return examples == 0 ? 0 : (double) right / examples;
    }
  }
}
