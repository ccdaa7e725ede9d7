#include "optim/update_rule.hpp"

#include "config/catalogue.hpp"
#include "optim/groups.hpp"

namespace rowgrad {

void UpdateRule::declare(Keys& keys) {
  keys.add("lr", options.lr, "learning rate").at_least(0);
  keys.add("weight_decay", options.weight_decay,
           "decoupled decay: each update also multiplies the weights by 1 − lr · weight_decay")
      .at_least(0);
  keys.add("l2", options.l2, "coupled decay: adds l2 · weights to the gradient").at_least(0);
  keys.add("clip_norm", options.clip_norm,
           "scales all gradients of a step down to this global norm if theirs is larger; 0: never")
      .at_least(0);
  keys.add("rows", options.rows,
           "dense: every row is updated every step; lazy: touched rows only; exact: same result as dense, computed "
           "when a row is next read")
      .one_of({"dense", "lazy", "exact"});
  keys.add("groups", options.groups,
           "settings of some parameters by name, the first match counts: a list such as "
           "[{\"parameters\": \"*.bias\", \"weight_decay\": 0}] with \"lr\", \"weight_decay\", \"frozen\"");
}

void UpdateRule::check(const Where& optimizer) const {
  const auto groups = read_groups(options, optimizer);
  if (options.rows != "exact") return;
  if (zero_gradient() == ZeroGradient::other) {
    throw(optimizer / "rows")
        .error("this optimizer's steps cannot be skipped and computed later, found \"exact\"",
               "use \"dense\" or \"lazy\"");
  }
  if (options.l2 > 0.0) {
    throw(optimizer / "l2")
        .error("\"rows\": \"exact\" has no form for coupled decay, which gives every row a gradient",
               "use \"weight_decay\" instead, or \"rows\": \"dense\"");
  }
  const auto check_decay = [&](double lr, double weight_decay) {
    if (lr * weight_decay < 1.0) return;
    throw(optimizer / "weight_decay")
        .error(fmt::format("lr · weight_decay is {}, which leaves nothing of the weights", lr * weight_decay),
               "keep it below 1");
  };
  check_decay(options.lr, options.weight_decay);
  for (const ParameterGroup& group : groups) check_decay(group.lr, group.weight_decay);
}

UpdateStep<double> UpdateRule::plain_scalars(const StepInfo& step) const {
  UpdateStep<double> s;
  s.step_size = step.lr;
  s.decay = 1.0 - step.lr * step.weight_decay;
  s.l2 = options.l2;
  return s;
}

const bool registered_section = add_catalogue_section<UpdateRule>("optimizer", "type", "AdamW", "optimizer");

}  // namespace rowgrad
