#include "engine/train_options.hpp"

namespace rowgrad {

void TrainOptions::declare(Keys& keys) {
  keys.add("epochs", epochs, "passes over the training data").at_least(0);
  keys.add("batch_size", batch_size, "documents, pairs or items per step").at_least(1);
  keys.add("reduction", reduction, "how a loss's gradient adds up over a batch").one_of({"mean", "sum"});
  keys.add("log_every", log_every, "steps between lines of metrics.jsonl").at_least(1);
  keys.add("checkpoint_seconds", checkpoint_seconds, "time between checkpoints").at_least(0);
  keys.add("tensorboard", tensorboard, "write event files for TensorBoard into the run directory");
  keys.add("patience", patience,
           "epochs without a better dev split before training stops; the best epoch is restored; 0: no early stopping");
  keys.add("best_by", best_by, "what is better on the dev split, with patience").one_of({"loss", "accuracy"});
  keys.add("snapshots", snapshots,
           "how many times the tables are kept, evenly over the run, before its first and after its last step too; 0: "
           "never")
      .range(0, 10000);
  keys.add("snapshot_rows", snapshot_rows, "rows of each table in a snapshot, the most frequent tokens; 0: all");
  keys.add("snapshot_words", snapshot_words, "tokens whose rows are kept instead");
  keys.add("vectors", vectors, "format of the word vectors of a word2vec run").one_of({"binary", "text"});
}

}  // namespace rowgrad
