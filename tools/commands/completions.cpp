#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tools/command.hpp"

namespace rowgrad {
namespace {

// Where the shell itself has to find out: options of `train`, from its help.
const char* const bash_end = R"sh(  if [[ -z $command || $command == help ]]; then
    COMPREPLY=($(compgen -W "$commands $options" -- "$cur"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  fi
}
_rowgrad_train() {
  local cur=${COMP_WORDS[COMP_CWORD]}
  [[ $cur == -* ]] || return
  COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*')" -- "$cur"))
}
complete -o default -F _rowgrad rowgrad
complete -o default -F _rowgrad_train train
)sh";

const char* const zsh_end = R"sh(  if [[ $PREFIX == -* ]]; then _describe -o option options; else _files; fi
}
_rowgrad_train() {
  if [[ $PREFIX != -* ]]; then _files; return; fi
  compadd -- $(${words[1]} --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*')
}
compdef _rowgrad rowgrad
compdef _rowgrad_train train
)sh";

const char* const fish_end =
    R"sh(complete -c train -a "(train --help 2>/dev/null | string match -ra -- '--[a-z][a-z-]*')"
)sh";

// In single quotes, for any of the three shells.
std::string in_quotes(const std::string& text, const std::string& to_escape = {}) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      if (to_escape.find(c) != std::string::npos) result += '\\';
      result += c;
    }
  }
  return result + "'";
}

class Completions : public Command {
 public:
  void declare(CLI::App& app) override {
    program_ = app.get_parent();
    app.add_option("shell", shell_, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
    app.footer(
        "Examples:\n  eval \"$(rowgrad completions bash)\"          # in ~/.bashrc; zsh likewise in ~/.zshrc\n"
        "  rowgrad completions fish > ~/.config/fish/completions/rowgrad.fish");
  }

  int run() override {
    if (shell_ == "bash")
      print_bash();
    else if (shell_ == "zsh")
      print_zsh();
    else
      print_fish();
    return 0;
  }

 private:
  using Options = std::vector<const CLI::Option*>;

  std::vector<CLI::App*> commands() const {
    return program_->get_subcommands([](CLI::App* app) { return !app->get_group().empty(); });  // no former names
  }
  std::string names(const char* separator) const {
    std::vector<std::string> names;
    for (const CLI::App* command : commands()) names.push_back(command->get_name());
    return fmt::format("{}", fmt::join(names, separator));
  }
  static Options options(const CLI::App* app) {
    return app->get_options([](const CLI::Option* option) { return !option->get_lnames().empty(); });
  }
  static std::string flags(const CLI::App* app) {
    std::vector<std::string> flags;
    for (const CLI::Option* option : options(app)) flags.push_back("--" + option->get_lnames()[0]);
    return fmt::format("{}", fmt::join(flags, " "));
  }

  void print_bash() const {
    fmt::print("_rowgrad() {{\n  local cur=${{COMP_WORDS[COMP_CWORD]}} command= word options={}\n",
               in_quotes(flags(program_)));
    fmt::print("  local commands={}\n", in_quotes(names(" ")));
    fmt::print("  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n");
    fmt::print("    if [[ \" $commands \" == *\" $word \"* ]]; then command=$word; break; fi\n  done\n");
    fmt::print("  case $command in\n");
    for (const CLI::App* command : commands())
      fmt::print("    {}) options={} ;;\n", command->get_name(), in_quotes(flags(command)));
    fmt::print("  esac\n{}", bash_end);
  }

  void print_zsh() const {
    fmt::print("#compdef rowgrad train\n_rowgrad() {{\n  local -a commands options\n  commands=(\n");
    for (const CLI::App* command : commands()) print_zsh_entry(command->get_name(), command->get_description());
    fmt::print("  )\n  local command=${{words[(r)({})]}}\n", names("|"));
    fmt::print("  if [[ -z $command || $command == help || $CURRENT -le ${{words[(i)$command]}} ]]; then\n");
    fmt::print("    _describe command commands; return\n  fi\n  case $command in\n");
    for (const CLI::App* command : commands()) {
      fmt::print("  {}) options=(\n", command->get_name());
      for (const CLI::Option* option : options(command))
        print_zsh_entry("--" + option->get_lnames()[0], option->get_description());
      fmt::print("  ) ;;\n");
    }
    fmt::print("  esac\n{}", zsh_end);
  }
  static void print_zsh_entry(const std::string& name, const std::string& doc) {
    fmt::print("    {}\n", in_quotes(name) + ":" + in_quotes(doc, ":\\"));
  }

  void print_fish() const {
    for (const CLI::App* command : commands()) {
      const std::string name = command->get_name();
      fmt::print("complete -c rowgrad -n __fish_use_subcommand -f -a {} -d {}\n", name,
                 in_quotes(command->get_description(), "\\"));
      for (const CLI::Option* option : options(command)) {
        const bool takes_value = option->get_items_expected_max() > 0;
        fmt::print("complete -c rowgrad -n '__fish_seen_subcommand_from {}' -l {}{} -d {}\n", name,
                   option->get_lnames()[0], takes_value ? " -r" : "", in_quotes(option->get_description(), "\\"));
      }
    }
    fmt::print("complete -c rowgrad -n '__fish_seen_subcommand_from help' -f -a {}\n{}", in_quotes(names(" ")),
               fish_end);
  }

  CLI::App* program_ = nullptr;
  std::string shell_;
};

const bool registered = register_command<Completions>("completions", "completion of commands and options for a shell");

}  // namespace
}  // namespace rowgrad
