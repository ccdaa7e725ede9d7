#include "tools/explorer/page.hpp"

#include "core/command_name.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "tools/output.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view place = R"(<script type="application/json" id="recorded">null</script>)";

// JSON inside of HTML: nothing in it may end the element or begin a comment. In JSON, < stands in strings only.
std::string for_html(const std::string& json) {
  std::string text;
  text.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

}  // namespace

std::filesystem::path page_file(const std::string& name) {
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  const std::filesystem::path built = (program / "../../page" / name).lexically_normal();
  for (const auto& file : {built, (program / "../share/rowgrad" / name).lexically_normal()}) {
    std::error_code missing;
    if (std::filesystem::is_regular_file(file, missing)) return file;
  }
  throw input_error(built.string(), "the page is not built, which takes Node.js and npm",
                    "run ./run page in rowgrad's folder; everything else works without it");
}

std::string live_page() { return std::string(TextFile(page_file("explorer.html")).text()); }

std::string with_answers(std::string page, const std::map<std::string, Json>& answers) {
  const std::size_t at = page.find(place);
  if (at == std::string::npos)
    throw run_error("explorer.html", "has no place for answers", "build it anew: ./run page");
  std::string recorded = R"(<script type="application/json" id="recorded">{"version":1,"answers":{)";
  const char* before = "";
  for (const auto& [question, answer] : answers) {
    recorded += before + for_html(to_text(Json(question), -1)) + ":" + for_html(to_text(answer, -1));
    before = ",\n";
  }
  page.replace(at, place.size(), recorded + "}}</script>");
  return page;
}

}  // namespace rowgrad
