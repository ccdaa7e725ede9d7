#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/atomic_file.hpp"
#include "core/utf8.hpp"
#include "tools/command.hpp"
#include "tools/explorer/page.hpp"
#include "tools/explorer/recording.hpp"
#include "tools/for_people.hpp"
#include "tools/messages.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

class Report : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("runs", places_, "run directories, or folders of runs")->required();
    app.add_option("-o,--out", out_, "the page to write (default report.html); - is stdout");
    app.add_option("--text", choices_.texts, "a phrase to trace, or the beginning of an item; may be given again")
        ->allow_extra_args(false);
    app.add_option("--analogy", choices_.analogies, "three words: \"man king woman\"; may be given again")
        ->allow_extra_args(false);
    app.add_option("--intruder", choices_.intruders, "words with commas between them, one of which does not belong")
        ->allow_extra_args(false);
    app.add_option("--words", choices_.words, "words of a table to show, the most frequent (default 50000)")
        ->check(whole_number(1, 100000));
    app.add_option("--categories", categories_, "lines word<TAB>category: colours for the words of every run");
    app.footer(
        "One HTML file with everything in it, which works offline and can be mailed. It shows what was recorded when "
        "it\n"
        "was made; `rowgrad explore` shows the same and answers further questions.\n"
        "Examples:\n  rowgrad report runs/sentiment runs/sentiment_ngrams -o report.html\n"
        "  rowgrad report runs/world --categories data/world.categories.tsv --analogy 'man king woman'");
  }

  int run() override {
    check_choices();
    std::string empty_page = live_page();  // throws at once if there is no page, and not after minutes
    Shelf shelf({places_.begin(), places_.end()}, categories_);
    if (shelf.runs().empty()) throw input_error(places_.front(), "there is no run in it", "name a run");
    const Recording recording = record(shelf, choices_);
    for (const std::string& choice : recording.unanswered)
      spdlog::warn("\"{}\" is not in the report: no run could answer it", printable(choice));
    const std::string page = with_answers(std::move(empty_page), recording.answers);
    write_atomically(output_path(out_), page);
    tell("{}: {} of {}\n", out_, megabytes(page.size()), counted(shelf.runs().size(), "run"));
    return 0;
  }

 private:
  void check_choices() const {
    for (const auto& [option, texts] : {std::pair{"--text", &choices_.texts},
                                        {"--analogy", &choices_.analogies},
                                        {"--intruder", &choices_.intruders}}) {
      for (const std::string& text : *texts) {
        if (find_invalid_utf8(text) != std::string_view::npos) throw input_error(option, "is not valid UTF-8");
      }
    }
    for (const std::string& analogy : choices_.analogies) {
      if (std::ranges::count(analogy, ' ') != 2)
        throw input_error("--analogy", "expected three words with a space between, found \"" + analogy + "\"",
                          "for example \"man king woman\"");
    }
  }

  std::vector<std::string> places_;
  std::string out_ = "report.html", categories_;
  RecordedChoices choices_;
};

const bool registered = register_command<Report>("report", "pictures of runs as one HTML file, to keep or to mail");

}  // namespace
}  // namespace rowgrad
