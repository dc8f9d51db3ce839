using Balcao.Bench;

// The report is one line of JSON on standard output; everything else goes to standard error.
return args switch
{
    ["ingest", .. var rest] => await Ingest.RunAsync(Arguments.Of(rest)),
    ["read", .. var rest] => await Read.RunAsync(Arguments.Of(rest)),
    ["distribution", .. var rest] => await Distribution.RunAsync(Arguments.Of(rest)),
    ["start", .. var rest] => await Start.RunAsync(Arguments.Of(rest)),
    ["screen", .. var rest] => await Screen.RunAsync(Arguments.Of(rest)),
    _ => Arguments.Explain(),
};
