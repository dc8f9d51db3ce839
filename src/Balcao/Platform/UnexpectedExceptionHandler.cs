using Microsoft.AspNetCore.Diagnostics;

namespace Balcao.Platform;

/// <summary>
/// A mistake of ours: logged, and answered 500 in the same form as every refusal, whatever form the caller accepts. The framework's own
/// answer would be without body and headers where the caller does not accept JSON.
/// </summary>
internal sealed partial class UnexpectedExceptionHandler(ILogger<UnexpectedExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested) return false;
        LogFailed(log, exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
        await new Refusal("http.500", StatusCodes.Status500InternalServerError).ToProblem().ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(1002, LogLevel.Error, "A request failed: {Method} {Endpoint}")]
    private static partial void LogFailed(ILogger log, Exception exception, string method, string? endpoint);
}
