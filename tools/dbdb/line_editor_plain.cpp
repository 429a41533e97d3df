#include "line_editor.hpp"

namespace dbdb::tool {

struct LineEditor::State {};

/// The terminal itself lets a line be edited; there is no history.
bool LineEditor::is_available() { return false; }

LineEditor::LineEditor(const std::string&, Complete) {}

LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::read(const std::string&) { return std::nullopt; }

}  // namespace dbdb::tool
