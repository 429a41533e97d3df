# Completion of dbdb for bash; needs the package bash-completion. What may stand where is told by
# the program itself.

# The word as the program would get it, without the quotation marks and backslashes of the shell.
_dbdb_plain_word() {
    local word=${1//[\\\"\']/}
    # shellcheck disable=SC2088  # the tilde is one that was typed
    [[ $word != '~/'* ]] || word=$HOME/${word#'~/'}
    printf '%s' "$word"
}

_dbdb() {
    local cur words cword line word
    local -a typed lines
    _get_comp_words_by_ref -n := cur words cword
    for word in "${words[@]:1:cword}"; do
        typed+=("$(_dbdb_plain_word "$word")")
    done
    mapfile -t lines < <("${words[0]}" __complete "${typed[@]}" 2>/dev/null)
    if [[ ${lines[0]-} == files ]]; then
        _filedir
        return
    fi
    COMPREPLY=()
    for line in "${lines[@]:1}"; do
        COMPREPLY+=("$(printf '%q' "${line%%$'\t'*}")")
    done
    __ltrim_colon_completions "$cur"
}

complete -F _dbdb dbdb
