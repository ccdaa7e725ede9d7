#include "tools/softmax_story.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "tools/for_people.hpp"
#include "tools/row_text.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

using Cells = std::vector<std::string>;

// Six decimals, or five digits where those would say little.
std::string number(double x) {
  if (std::isnan(x)) return "undefined";
  if (std::isinf(x)) return x < 0 ? "-∞" : "∞";
  const double size = std::abs(x);
  return size >= 1e5 || (size > 0 && size < 5e-5) ? fmt::format("{:.4e}", x) : fmt::format("{:.6f}", x + 0.0);
}

// Of sums, whose rounding is nobody's business.
std::string rounded(double x) { return fmt::format("{:.6f}", std::abs(x) < 5e-7 ? 0.0 : x); }

double sum_of(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Table table_of(const Cells& titles) {
  std::vector<Table::Column> columns;
  for (const std::string& title : titles) columns.push_back({title, Table::Align::right});
  return Table(std::move(columns));
}

std::string title_of(ScoreLoss loss) {
  return loss == ScoreLoss::cross_entropy ? "cross-entropy, L = −Σ q log p" : "squared error, L = ½ Σ (p − q)²";
}

std::string unit_of(ScoreLoss loss) { return loss == ScoreLoss::cross_entropy ? " nats" : ""; }

void print_classes(const ScoredRow& row, const LearningSignal& found) {
  Table classes = table_of({"class", "score s", "p", "q", "∂L/∂p", "product", "∂L/∂s", "p − q"});
  for (std::size_t k = 0; k < row.scores.size(); ++k) {
    classes.add({std::to_string(k), number(row.scores[k]), number(found.probabilities[k]), number(row.target[k]),
                 number(found.loss_slope[k]), number(found.product[k]), number(found.signal[k]), number(found.gap[k])});
  }
  classes.add({"sum", "", rounded(sum_of(found.probabilities)), rounded(sum_of(row.target)), "", "",
               rounded(sum_of(found.signal)), rounded(sum_of(found.gap))});
  fmt::print("{}", classes.text());
}

void print_jacobian(const LearningSignal& found) {
  const std::size_t n = found.probabilities.size();
  Cells titles{"k"};
  for (std::size_t j = 0; j < n; ++j) titles.push_back(fmt::format("∂p{}", j));
  titles.emplace_back("sum");
  Table slopes = table_of(titles);
  const std::vector<double> sums = found.row_sums();
  for (std::size_t k = 0; k < n; ++k) {
    Cells cells{fmt::format("∂s{}", k)};
    for (std::size_t j = 0; j < n; ++j) cells.push_back(number(found.jacobian(k, j)));
    cells.push_back(rounded(sums[k]));
    slopes.add(std::move(cells));
  }
  fmt::print("{}", slopes.text());
}

}  // namespace

void print_story(const ScoredRow& row, const LearningSignal& found) {
  fmt::print("{}: {}{}\n\n", title_of(row.loss), number(found.loss), unit_of(row.loss));
  print_classes(row, found);
  fmt::print("\n∂p/∂s: row k is the score that is nudged, column j the probability that answers\n");
  print_jacobian(found);
  fmt::print("\nproduct is Σ_j ∂L/∂p_j · ∂p_j/∂s_k, back through both layers; ∂L/∂s is what training uses.\n");
  const double difference = found.largest_difference();
  if (std::isnan(difference))
    fmt::print("A p of 0 makes the product 0 · ∞: only the collapsed form, p − q, is left.\n");
  else
    fmt::print("Largest difference of product and p − q: {:.1e}\n", difference);
}

void print_story(const ScoredRow& row, const ScoreDescent& found, double lr) {
  fmt::print("{}; s ← s − {} · ∂L/∂s\n\n", title_of(row.loss), lr);
  const std::size_t n = row.scores.size(), shown = std::min<std::size_t>(n, 5);
  Cells titles{"step", "loss"};
  for (const char* const of : {"p", "∂L/∂s"}) {
    for (std::size_t k = 0; k < shown; ++k) titles.push_back(fmt::format("{}{}", of, k));
  }
  Table way = table_of(titles);
  for (const ScoreDescent::Step& step : found.way) {
    Cells cells{grouped(step.step), number(step.loss)};
    for (const auto* values : {&step.probabilities, &step.signal}) {
      for (std::size_t k = 0; k < shown; ++k) cells.push_back(number((*values)[k]));
    }
    way.add(std::move(cells));
  }
  fmt::print("{}", way.text());
  if (shown < n) fmt::print("classes {} to {} are left out; --json has them\n", shown, n - 1);
  const std::string steps = counted(found.way.back().step, "step");
  if (found.first_rise)
    fmt::print("\nThe loss rose, first at step {} of {}.\n", grouped(*found.first_rise), steps);
  else
    fmt::print("\nThe loss rose at none of {}.\n", steps);
  fmt::print("Largest |p − q| at the end: {}\n", number(found.largest_gap));
}

void print_story(ScoreLoss loss, const std::vector<SignalPoint>& curve) {
  fmt::print("{}, two classes, the true one's p\n\n", title_of(loss));
  Table points = table_of({"p", "∂p/∂s", "∂L/∂p", "∂L/∂s", "p − 1"});
  for (const SignalPoint& at : curve)
    points.add({number(at.p), number(at.softmax_slope), number(at.loss_slope), number(at.product), number(at.gap)});
  fmt::print("{}", points.text());
  fmt::print(
      "\n∂L/∂s goes back through both layers; p − 1 is cross-entropy's by the layer that holds the two collapsed.\n");
}

Json to_json(const ScoredRow& row, const LearningSignal& found) {
  const char* const name = row.loss == ScoreLoss::cross_entropy ? "cross_entropy" : "squared_error";
  return {{"scores", row.scores},
          {"target", row.target},
          {"loss", {{"name", name}, {"value", found.loss}}},
          {"probabilities", found.probabilities},
          {"dloss_dp", found.loss_slope},
          {"jacobian", rows_json(found.jacobian)},
          {"row_sums", found.row_sums()},
          {"product", found.product},
          {"signal", found.signal},
          {"p_minus_q", found.gap},
          {"largest_difference", found.largest_difference()},
          {"sum", sum_of(found.gap)}};
}

Json to_json(const ScoreDescent& found, double lr) {
  Json way = Json::array();
  for (const ScoreDescent::Step& step : found.way) {
    way.push_back({{"step", step.step},
                   {"loss", step.loss},
                   {"scores", step.scores},
                   {"probabilities", step.probabilities},
                   {"signal", step.signal}});
  }
  Json json{{"lr", lr}, {"steps", found.way.back().step}, {"falls", !found.first_rise.has_value()}};
  json["first_rise"] = found.first_rise ? Json(*found.first_rise) : Json();
  json["largest_gap"] = found.largest_gap;
  json["way"] = std::move(way);
  return json;
}

Json to_json(const std::vector<SignalPoint>& curve) {
  Json points = Json::array();
  for (const SignalPoint& at : curve) {
    points.push_back({{"p", at.p},
                      {"dp_ds", at.softmax_slope},
                      {"dloss_dp", at.loss_slope},
                      {"product", at.product},
                      {"p_minus_1", at.gap}});
  }
  return points;
}

}  // namespace rowgrad
