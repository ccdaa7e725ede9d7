// What recurrent layers share: a state of their own width at every row of a segment.
#pragma once

#include "graph/layer.hpp"
#include "graph/packed_segments.hpp"
#include "layers/affine.hpp"

namespace rowgrad {

class Recurrent : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("dim", dim_, "width of the state").required();
    keys.add("init", init_, "how both weights start");
  }

  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return {Kind::rows, in.grouped(0).domain, in.size(dim_, "dim")};
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "dim": 3})", R"({"input": "fixed", "dim": 2})"};
  }

 protected:
  Size dim_{std::size_t{0}};
  Init init_{"xavier", 0.0};
};

}  // namespace rowgrad
