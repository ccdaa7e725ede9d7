#include "tools/fetch/fetch.hpp"

#include <fmt/format.h>

#include "tools/command.hpp"
#include "tools/fetch/fetch_display.hpp"
#include "tools/for_people.hpp"
#include "tools/messages.hpp"
#include "tools/output.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

Json or_null(bool known, const Json& value) { return known ? value : Json(nullptr); }

Json list_json(const std::filesystem::path& folder) {
  Json list = Json::array();
  for (const DataSet& set : data_sets()) {
    list.push_back({{"name", set.name},
                    {"about", set.about},
                    {"author", set.author},
                    {"licence", set.licence},
                    {"url", set.url},
                    {"bytes", or_null(set.bytes != 0, set.bytes)},
                    {"sha256", or_null(!set.sha256.empty(), set.sha256)},
                    {"files", set.files},
                    {"fetched", is_fetched(set, folder)},
                    {"next", next_command(set, folder)}});
  }
  return list;
}

std::string list_text(const std::filesystem::path& folder) {
  Table table({{"name"}, {"download", Table::Align::right}, {"here"}, {"what"}, {"licence"}});
  for (const DataSet& set : data_sets()) {
    table.add({set.name, set.bytes != 0 ? megabytes(set.bytes) : "small", is_fetched(set, folder) ? "yes" : "",
               set.about, set.licence});
  }
  return table.text();
}

const char* checked_text(FetchReport::Checked checked) {
  switch (checked) {
    case FetchReport::Checked::published:
      return "as published";
    case FetchReport::Checked::remembered:
      return "as the first time; none is published";
    case FetchReport::Checked::first_time:
      return "none is published; remembered for the next time";
  }
  return "";
}

Json report_json(const DataSet& set, const FetchReport& report, const std::filesystem::path& folder) {
  constexpr const char* names[] = {"published", "remembered", "first time"};
  Json files = Json::array();
  for (const FileFacts& file : report.files)
    files.push_back({{"path", (folder / file.name).string()}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  return {{"name", set.name},
          {"source", report.source},
          {"sha256", report.sha256},
          {"checked", names[static_cast<int>(report.checked)]},
          {"already_there", report.already_there},
          {"files", files},
          {"next", next_command(set, folder)}};
}

std::string report_text(const FetchReport& report, const std::filesystem::path& folder) {
  Table table({{""}, {"", Table::Align::right}, {"", Table::Align::right}, {""}});
  for (const FileFacts& file : report.files) {
    table.add({(folder / file.name).string(), grouped(file.bytes) + " bytes",
               report.already_there ? "" : counted(file.lines, "line"),
               report.already_there ? "was there already" : ""});
  }
  return table.text();
}

class Fetch : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("names", names_, "data sets (default: list them)");
    app.add_option("--to", to_, "the folder for the files (default: data/fetched)");
    app.add_option("--from", options_.from,
                   "take this instead of the usual URL: a file, or an https, http or file URL; checked all the same");
    app.add_flag("--force", options_.force, "fetch again, and replace what is there");
    app.add_flag("--list", list_, "what there is: sizes, licences, what is in the folder already");
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Size and SHA-256 are checked before anything is unpacked. What is interrupted goes on where it was.\n"
        "Behind a proxy: set https_proxy (and no_proxy), as for curl; its certificate must be among the system's.\n"
        "Examples:\n  rowgrad fetch\n  rowgrad fetch names\n  rowgrad fetch glove.6B --from /mnt/copy/glove.6B.zip");
  }

  int run() override {
    if (list_ || names_.empty()) {
      require_no_names();
      fmt::print("{}", json_ ? to_text(list_json(to_), 2) + "\n" : list_text(to_));
      return 0;
    }
    std::vector<const DataSet*> sets;
    for (const std::string& name : names_) sets.push_back(&find_data_set(name));
    if (!options_.from.empty() && sets.size() > 1)
      throw input_error("--from", "expected one data set, which it is of, found " + std::to_string(sets.size()));
    options_.folder = to_;
    Json reports = Json::array();
    for (const DataSet* set : sets) {
      if (const int signal = fetch_one(*set, reports); signal != 0) return 128 + signal;
    }
    if (json_) fmt::print("{}\n", to_text(reports, 2));
    return 0;
  }

 private:
  void require_no_names() const {
    if (!names_.empty()) throw input_error("--list", "expected no names beside it", "leave one of them out");
    if (!options_.from.empty() || options_.force)
      throw input_error(options_.force ? "--force" : "--from", "expected a data set", "name one: rowgrad fetch names");
  }

  // The signal that stopped it; 0: none.
  int fetch_one(const DataSet& set, Json& reports) const {
    FetchReport report;
    try {
      FetchDisplay display(set.name);
      report = fetch(set, options_, display);
    } catch (const FetchStopped&) {
      tell("{}: interrupted; what has come is kept, and the same command goes on from there\n", set.name);
      return FetchDisplay::signal();
    }
    if (json_) {
      reports.push_back(report_json(set, report, to_));
    } else {
      fmt::print("{}", report_text(report, to_));
      flush_results();
    }
    tell("{}: SHA-256 {}, {}\n", set.name, report.sha256, checked_text(report.checked));
    tell("try: {}\n", next_command(set, to_));
    return 0;
  }

  std::vector<std::string> names_;
  std::string to_ = "data/fetched";
  FetchOptions options_;
  bool list_ = false, json_ = false;
};

const bool registered =
    register_command<Fetch>("fetch", "known data sets, downloaded, checked and made into files that configs read");

}  // namespace
}  // namespace rowgrad
