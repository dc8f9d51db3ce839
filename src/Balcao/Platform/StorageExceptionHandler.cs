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
            DbUpdateConcurrencyException => new Refusal("request.changedMeanwhile", StatusCodes.Status409Conflict),
            _ when engine.IsUniqueViolation(exception) => new Refusal("request.changedMeanwhile", StatusCodes.Status409Conflict),
            BadHttpRequestException bad => new Refusal(bad.StatusCode == 413 ? "http.413" : "input.unreadable", bad.StatusCode),
            _ when engine.IsTransient(exception) => Unavailable,
            _ => null,
        };
        if (refusal is null) return false;
        LogRefused(log, refusal.Code, exception.GetType().Name);
        await refusal.ToProblem().ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(1001, LogLevel.Warning, "Refused with {Code} after {Exception}")]
    private static partial void LogRefused(ILogger log, string code, string exception);
}
