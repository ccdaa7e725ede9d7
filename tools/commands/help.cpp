#include <fmt/format.h>

#include "config/suggest.hpp"
#include "tools/command.hpp"

namespace rowgrad {
namespace {

class Help : public Command {
 public:
  void declare(CLI::App& app) override {
    program_ = app.get_parent();
    app.add_option("command", name_, "the command to explain (default: all, a line each)");
    app.footer("Example:\n  rowgrad help nearest");
  }

  int run() override {
    if (name_.empty()) {
      print(program_, "rowgrad");
      return 0;
    }
    const auto found = program_->get_subcommands([&](CLI::App* app) { return app->get_name() == name_; });
    if (found.empty())
      throw input_error(name_, "rowgrad has no such command", suggest(name_, Registry<Command>::instance().names()));
    print(found[0], "rowgrad " + name_);
    return 0;
  }

 private:
  // Not App::help(), which turns to the command that was given, and that is this one.
  static void print(const CLI::App* app, const std::string& name) {
    fmt::print("{}", app->get_formatter()->make_help(app, name, CLI::AppFormatMode::Normal));
  }

  CLI::App* program_ = nullptr;
  std::string name_;
};

const bool registered = register_command<Help>("help", "how a command is used: `rowgrad help nearest`");

}  // namespace
}  // namespace rowgrad
