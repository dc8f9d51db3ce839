using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Files;
using Balcao.WhatsApp.Client;
using Balcao.WhatsApp.Media;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>
/// Sends an order to WhatsApp: first uploads the file, if there is one, then sends the message. No transaction is open
/// meanwhile.
/// </summary>
internal sealed partial class SendDelivery(CloudApiClient client, ContentStore store, ILogger<SendDelivery> log)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(5);

    /// <summary>Never throws.</summary>
    public async Task<SendAnswer> HandOverAsync(SendOrder order)
    {
        try
        {
            if (order.Kind is OutboxKind.ReadReceipt)
                return Answer(order, await WithinAsync(AnswerWithin, ct => client.MarkReadAsync(order.Number, order.Wamid!, ct: ct)));
            if (order.File is not { WhatsAppId: null } file) return await SendAsync(order, order.File?.WhatsAppId, uploaded: null);

            if (store.Open(order.Tenant, file.Sha256) is not { } content)
                return new SendAnswer(order, new SendVerdict(SendEnd.Failed, Code: SendFailures.FileMissing));
            var upload = await WithinAsync(UploadWithin, ct => client.UploadMediaAsync(order.Number, content, PlainName(file), WireType(order, file), ct));
            if (upload.IsSuccess) return await SendAsync(order, upload.Value.Id, upload.Value.Id);
            Note(order, upload);
            return new SendAnswer(order, SendVerdict.Of(upload, order.Attempts, Random.Shared.NextDouble()).OfUpload(order.Attempts, Random.Shared.NextDouble()));
        }
        catch (Exception e)
        {
            // An error in our code around the call: the message may have been sent.
            LogBroken(log, order.MessageId.Value, e);
            return new SendAnswer(order, new SendVerdict(SendEnd.Unknown));
        }
    }

    private async Task<SendAnswer> SendAsync(SendOrder order, string? mediaId, string? uploaded)
    {
        var result = await WithinAsync(AnswerWithin, ct => client.SendAsync(order.Number, order.ToMessage(mediaId), ct));
        // WhatsApp may have deleted an earlier upload before its time.
        if (result is { IsRefused: true, Error.Class: GraphErrorClass.MediaProblem } && mediaId is not null && uploaded is null)
            return new SendAnswer(order, new SendVerdict(SendEnd.Later), ForgetUpload: true);
        return Answer(order, result, result.Value?.MessageId) with { Uploaded = uploaded };
    }

    private SendAnswer Answer<T>(SendOrder order, GraphResult<T> result, string? wamid = null) where T : class
    {
        if (!result.IsSuccess) Note(order, result);
        return new SendAnswer(order, SendVerdict.Of(result, order.Attempts, Random.Shared.NextDouble(), wamid));
    }

    /// <summary>The client throws only if the time ran out before anything was sent.</summary>
    private static async Task<GraphResult<T>> WithinAsync<T>(TimeSpan most, Func<CancellationToken, Task<GraphResult<T>>> call) where T : class
    {
        using var timeout = new CancellationTokenSource(most);
        try
        {
            return await call(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            return GraphResult.NotSent<T>("No connection in time.");
        }
    }

    /// <summary>For a voice note with its codec: WhatsApp accepts some as plain audio/ogg, but fails them afterwards (131053).</summary>
    private static string WireType(SendOrder order, SendFile file) =>
        order.MessageKind is MessageKind.Voice ? "audio/ogg; codecs=opus" : file.MimeType;

    /// <summary>A file name from which WhatsApp recognises the type; the name that people see is part of the message.</summary>
    private static string PlainName(SendFile file) => MediaTypes.ExtensionOf(file.MimeType) is var extension and not ".bin" ? "file" + extension : file.FileName;

    private void Note<T>(SendOrder order, GraphResult<T> result) where T : class
    {
        if (result.Error is { } error) LogRefused(log, order.Kind, order.MessageId.Value, error.Class, error.Code, error.Subcode, error.HttpStatus, error.TraceId);
        else LogLost(log, order.Kind, order.MessageId.Value, result.Outcome, result.Reason);
    }

    [LoggerMessage(4101, LogLevel.Warning, "{Kind} of message {Id} was refused by WhatsApp: {Class}, code {Code}/{Subcode}, HTTP {Status}, trace {Trace}")]
    private static partial void LogRefused(ILogger log, OutboxKind kind, Guid id, GraphErrorClass @class, int? code, int? subcode, int status, string? trace);

    [LoggerMessage(4102, LogLevel.Warning, "{Kind} of message {Id} got no answer: {Outcome}, {Reason}")]
    private static partial void LogLost(ILogger log, OutboxKind kind, Guid id, GraphOutcome outcome, string? reason);

    [LoggerMessage(4103, LogLevel.Error, "Handing over message {Id} broke")]
    private static partial void LogBroken(ILogger log, Guid id, Exception e);
}
