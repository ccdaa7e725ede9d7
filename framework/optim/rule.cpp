#include "optim/rule.hpp"

#include "config/catalogue.hpp"
#include "optim/groups.hpp"

namespace rowgrad {

void Rule::declare(Keys& keys) {
  keys.add("lr", options.lr, "learning rate").at_least(0);
  keys.add("weight_decay", options.weight_decay,
           "decoupled decay: each update also multiplies the weights by 1 − lr · weight_decay")
      .at_least(0);
  keys.add("l2", options.l2, "coupled decay: adds l2 · weights to the gradient").at_least(0);
  keys.add("clip_norm", options.clip_norm,
           "scales all gradients of a step down to this global norm if theirs is larger; 0: never")
      .at_least(0);
  keys.add("rows", options.rows, "dense: every row is updated every step; lazy: touched rows only")
      .one_of({"dense", "lazy"});
  keys.add("groups", options.groups,
           "settings of some parameters by name, the first match counts: a list such as "
           "[{\"parameters\": \"*.bias\", \"weight_decay\": 0}] with \"lr\", \"weight_decay\", \"frozen\"");
}

void Rule::check(const Where& optimizer) const { read_groups(options, optimizer); }

UpdateStep<double> Rule::plain_scalars(const StepInfo& step) const {
  UpdateStep<double> s;
  s.step_size = step.lr;
  s.keep = 1.0 - step.lr * step.weight_decay;
  s.l2 = options.l2;
  return s;
}

const bool registered_section = add_catalogue_section<Rule>("optimizer", "type", "AdamW", "optimizer");

}  // namespace rowgrad
