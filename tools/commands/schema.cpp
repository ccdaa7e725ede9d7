#include "config/schema.hpp"

#include <fmt/format.h>

#include "tools/command.hpp"

namespace rowgrad {
namespace {

class Schema : public Command {
 public:
  void declare(CLI::App& app) override { app.footer("Example:\n  rowgrad schema > configs/schema.json"); }

  int run() override {
    fmt::print("{}\n", config_schema().dump(2));
    return 0;
  }
};

const bool registered = register_command<Schema>("schema", "the JSON Schema of configs, from the declared keys");

}  // namespace
}  // namespace rowgrad
