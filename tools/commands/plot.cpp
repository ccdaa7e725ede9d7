#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "core/atomic_file.hpp"
#include "core/utf8.hpp"
#include "tools/command.hpp"
#include "tools/explorer/page.hpp"
#include "tools/explorer/picture.hpp"
#include "tools/explorer/program.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"

namespace rowgrad {
namespace {

class Plot : public Command {
 public:
  void declare(CLI::App& app) override {
    std::vector<std::string> names;
    for (const Picture& picture : pictures()) names.push_back(picture.name);
    app.add_option("picture", picture_, fmt::format("what to draw: {}", fmt::join(names, ", ")))
        ->required()
        ->check(CLI::IsMember(names));
    app.add_option("runs", runs_, "run directories, for pictures that need them");
    app.add_option("-o,--out", out_, "FILE.svg or FILE.png (default PICTURE.svg); - is stdout, as SVG");
    for (const PictureOption& option : picture_options()) {
      CLI::Option* const added = app.add_option("--" + option.name, given_[option.name], option.doc);
      if (!option.legal.empty()) added->check(CLI::IsMember(option.legal));
    }
    app.add_option("--categories", categories_, "lines word<TAB>category: colours for words");
    app.add_option("--width", width_, "pixels (default 900)")->check(whole_number(200, 10000));
    app.add_option("--height", height_, "pixels (default: as fits the picture)")->check(whole_number(150, 10000));
    app.add_flag("--dark", dark_, "light on dark");
    app.footer(footer());
  }

  int run() override {
    const Picture& picture = picture_named(picture_);
    Json order{{"picture", picture_}, {"arguments", arguments_of(picture)}, {"width", width_}};
    if (height_ > 0) order["height"] = height_;
    order["theme"] = dark_ ? "dark" : "light";
    const std::filesystem::path script = page_file("plot.mjs");
    Shelf shelf({runs_.begin(), runs_.end()}, categories_);
    order["answers"] = answers_for(picture, shelf, order["arguments"]);
    const ProgramOutput drawn = run_program({"node", script.string()}, to_text(order, -1), "install Node.js");
    if (drawn.exit_code != 0) throw input_error("plot", first_line(drawn.err));
    write_atomically(output_path(file_name()), is_png() ? png(drawn.out) : drawn.out);
    return 0;
  }

 private:
  static std::string footer() {
    std::string text = "Pictures, and the options each takes:\n";
    for (const Picture& picture : pictures())
      text += fmt::format("  {:<14} {}{}\n", picture.name, picture.doc,
                          picture.options.empty() ? "" : fmt::format(" (--{})", fmt::join(picture.options, ", --")));
    return text +
           "Examples:\n  rowgrad plot loss runs/sentiment runs/sentiment_ngrams -o loss.svg\n"
           "  rowgrad plot space runs/world --categories data/world.categories.tsv -o words.png\n"
           "  rowgrad plot jacobian --scores 2,1,0.1 -o jacobian.svg";
  }

  // Throws an input Error for an option that this picture does not read, or runs it does not show.
  Json arguments_of(const Picture& picture) const {
    Json arguments = Json::object();
    for (const auto& [name, value] : given_) {
      if (value.empty()) continue;
      if (std::ranges::find(picture.options, name) == picture.options.end())
        throw input_error("--" + name, fmt::format("the picture \"{}\" does not take it", picture.name),
                          "leave it out");
      if (find_invalid_utf8(value) != std::string_view::npos) throw input_error("--" + name, "is not valid UTF-8");
      arguments[name] = value;
    }
    if (picture.runs == Picture::Runs::none && !runs_.empty())
      throw input_error(runs_.front(), fmt::format("the picture \"{}\" shows no run", picture.name), "leave it out");
    if (picture.runs != Picture::Runs::none && runs_.empty())
      throw input_error("plot", fmt::format("the picture \"{}\" is of a run", picture.name), "name one");
    return arguments;
  }

  bool is_png() const { return file_name().ends_with(".png"); }
  std::string file_name() const {
    if (out_.empty()) return picture_ + ".svg";
    if (out_ != "-" && !out_.ends_with(".svg") && !out_.ends_with(".png"))
      throw input_error("--out", "expected a name that ends in .svg or .png, found \"" + out_ + "\"");
    return out_;
  }
  static std::string png(const std::string& svg) {
    const ProgramOutput drawn =
        run_program({"rsvg-convert", "--format", "png"}, svg, "install librsvg2-bin, or write an .svg");
    if (drawn.exit_code != 0) throw run_error("rsvg-convert", first_line(drawn.err), "write an .svg");
    return drawn.out;
  }
  static std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

  std::string picture_, out_, categories_;
  std::vector<std::string> runs_;
  std::map<std::string, std::string> given_;  // by option
  std::size_t width_ = 900, height_ = 0;      // 0: as fits
  bool dark_ = false;
};

const bool registered = register_command<Plot>("plot", "one picture of runs as SVG or PNG, for a paper");

}  // namespace
}  // namespace rowgrad
