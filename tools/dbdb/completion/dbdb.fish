# Completion of dbdb for fish. What may stand where is told by the program itself.

function __dbdb_complete
    set -l typed (commandline --tokenize --cut-at-cursor --current-process)
    set -l begun (commandline --current-token --cut-at-cursor)
    set -l lines ($typed[1] __complete $typed[2..-1] "$begun" 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path $begun
    else
        printf '%s\n' $lines[2..-1]
    end
end

complete --command dbdb --no-files --arguments '(__dbdb_complete)'
