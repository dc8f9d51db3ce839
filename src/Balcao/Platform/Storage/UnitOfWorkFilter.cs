namespace Balcao.Platform.Storage;

/// <summary>
/// The transaction around a request under <c>/api</c>: a GET reads one state of the database; any other request commits if it
/// succeeds and is rolled back if it is refused. <see cref="WithoutUnitOfWork"/> marks the few that open their own (a file
/// upload must not hold the writer's gate).
/// </summary>
public sealed class UnitOfWorkFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<WithoutUnitOfWork>() is not null) return await next(context);

        var ct = http.RequestAborted;
        var scope = http.Features.Get<TenantScope>() ?? TenantScope.Nobody;
        var work = http.RequestServices.GetRequiredService<UnitOfWork>();
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) await work.BeginReadAsync(scope, ct);
        else await work.BeginWriteAsync(scope, ct);

        var result = await next(context);
        if (Succeeded(result)) await work.CommitAsync(ct);
        else await work.RollbackAsync();
        return result;
    }

    private static bool Succeeded(object? result) => result switch
    {
        INestedHttpResult nested => Succeeded(nested.Result),
        IStatusCodeHttpResult { StatusCode: >= 400 } => false,
        _ => true,
    };
}

/// <summary>Endpoint metadata: the endpoint opens its units of work itself.</summary>
public sealed class WithoutUnitOfWork;
