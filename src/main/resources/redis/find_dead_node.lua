-- Returns a node whose lease ran out, or nothing.

return scored_below(nodes, now, 1)[1] or false
