using Balcao.Bench;

// A report on standard output is one line of JSON; everything else goes to the error stream.
return args switch
{
    ["ingest", .. var rest] => await Ingest.RunAsync(Arguments.Of(rest)),
    ["read", .. var rest] => await Read.RunAsync(Arguments.Of(rest)),
    ["start", .. var rest] => await Start.RunAsync(Arguments.Of(rest)),
    ["screen", .. var rest] => await Screen.RunAsync(Arguments.Of(rest)),
    _ => Arguments.Explain(),
};
