-- GETs of random routes, of as many as the first argument says; the figures are those of wrk.lua. The paths are those of routes.py.
dofile(debug.getinfo(1).source:match("^@?(.*/)") .. "wrk.lua")

local routes

function init(args)
    routes = tonumber(args[1])
    math.randomseed(routes)
end

function request()
    local n = math.random(routes) - 1
    local path = string.format("/api/team%d/orders%d", math.floor(n / 50), n)
    if n % 2 == 1 then
        path = path .. "/4711"
    end
    return wrk.format("GET", path)
end
