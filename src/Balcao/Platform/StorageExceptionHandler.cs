using System.Text.Json;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>Answers a database that is unavailable, or a concurrent change, with a refusal of its own, not as a bug.</summary>
internal sealed partial class StorageExceptionHandler(StorageEngine engine, ILogger<StorageExceptionHandler> log) : IExceptionHandler
{
    public static Refusal Unavailable => new("storage.unavailable", StatusCodes.Status503ServiceUnavailable);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested) return false;
        var refusal = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => LimitRefusals.TooLarge,
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => new Refusal("http.415", StatusCodes.Status415UnsupportedMediaType),
            BadHttpRequestException { InnerException: JsonException { Path: { } path } } => new Refusal("input.unreadable", StatusCodes.Status400BadRequest, FieldAt(path)),
            BadHttpRequestException bad => new Refusal("input.unreadable", bad.StatusCode),
            _ => RefusalOf(exception, engine),
        };
        if (refusal is null) return false;
        // Anybody can send what cannot be read, as often as they like.
        if (exception is not BadHttpRequestException) LogRefused(log, refusal.Code, exception.GetType().Name);
        await refusal.ToProblem().ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Null if the exception is neither a concurrent change nor a database that is unavailable.</summary>
    internal static Refusal? RefusalOf(Exception exception, StorageEngine engine) => exception switch
    {
        DbUpdateConcurrencyException => InputRefusals.ChangedMeanwhile,
        _ when engine.IsUniqueViolation(exception) => InputRefusals.ChangedMeanwhile,
        // A group was deleted, or two contacts were merged, after the request had found the row. With one writer it is a mistake of ours.
        _ when engine.HasConcurrentWriters && engine.IsForeignKeyViolation(exception) => InputRefusals.ChangedMeanwhile,
        _ when engine.IsTransient(exception) => Unavailable,
        _ => null,
    };

    /// <summary>JSON's <c>$.members[0]</c> is our <c>members[0]</c>; null: the body as a whole.</summary>
    private static string? FieldAt(string path) => path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;

    [LoggerMessage(1001, LogLevel.Warning, "Refused with {Code} after {Exception}")]
    private static partial void LogRefused(ILogger log, string code, string exception);
}
