#include "tools/trace_text.hpp"

#include "config/catalogue.hpp"

namespace rowgrad {

Trace trace_text(TrainedModel& model, const TracedText& traced) {
  const Experiment& experiment = model.experiment;
  const Dataset& dataset = *experiment.dataset;
  const Batch batch = dataset.example(traced.text, traced.label);
  if (traced.label.empty() && dataset.labels().size() > 0) return trace_forward(experiment, model.parameters, batch);
  const auto sgd = read_section<UpdateRule>("optimizer", Json{{"type", "SGD"}}, {"trace", "/optimizer"});
  const UpdateRule& own = *experiment.spec.rule;
  return trace(
      experiment, model.parameters, batch,
      {{*sgd, "SGD", traced.step}, {own, experiment.spec.rule_settings["type"], traced.lr.value_or(own.lr())}});
}

}  // namespace rowgrad
