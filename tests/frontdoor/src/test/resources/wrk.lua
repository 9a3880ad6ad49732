-- Looks at every answer: has it the status 200, and one stamp?
local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init()
    failed, unstamped, statuses = 0, 0, ""
end

function response(status, headers)
    if status ~= 200 then
        failed = failed + 1
        statuses = statuses .. status .. " "
    elseif headers["X-Stamp"] ~= "seen" then
        unstamped = unstamped + 1
    end
end

function done(summary, latency)
    local errors = summary.errors
    local failures, wrong, told = 0, 0, ""
    for _, thread in ipairs(threads) do
        failures = failures + thread:get("failed")
        wrong = wrong + thread:get("unstamped")
        told = told .. thread:get("statuses")
    end
    print(string.format(
        '{"answers": %d, "failed": %d, "statuses": "%s", "broken": %d, "unanswered": %d, "wrong": %d, "p99_us": %d}',
        summary.requests, failures, told:sub(1, 80), errors.connect + errors.read + errors.write, errors.timeout, wrong,
        latency:percentile(99)))
end
