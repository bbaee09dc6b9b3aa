-- Returns a dead node, or nothing if there is none.

return scored_below(nodes, now, 1)[1] or false
