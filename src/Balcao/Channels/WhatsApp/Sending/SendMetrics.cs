using System.Diagnostics.Metrics;
using Balcao.Platform;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>The metrics of sending, and of fetching received files.</summary>
internal static class SendMetrics
{
    private static readonly Counter<long> Answers = Telemetry.Meter.CreateCounter<long>("balcao.send.answers", description: "What became of hand-overs to WhatsApp.");
    private static readonly Counter<long> Failures = Telemetry.Meter.CreateCounter<long>("balcao.send.failures", description: "Messages that finally failed, by code.");
    private static readonly Histogram<double> Lag = Telemetry.Meter.CreateHistogram<double>("balcao.media.lag", "s", "From the customer's message to its file being stored.");
    private static long _depth;

    static SendMetrics() => Telemetry.Meter.CreateObservableGauge("balcao.outbox.depth", () => Interlocked.Read(ref _depth), description: "What waits to be sent, of all numbers.");

    public static void Answered(SendEnd end) => Answers.Add(1, new KeyValuePair<string, object?>("end", end.ToString()));

    public static void Failed(string code) => Failures.Add(1, new KeyValuePair<string, object?>("code", code));

    public static void Fetched(TimeSpan lag) => Lag.Record(lag.TotalSeconds);

    public static void Waiting(long depth) => Interlocked.Exchange(ref _depth, depth);
}
