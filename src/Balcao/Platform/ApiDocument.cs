using Balcao.Contract;
using Microsoft.OpenApi;

namespace Balcao.Platform;

/// <summary>
/// The API's description (OpenAPI 3.1): served at <c>/openapi/v1.json</c>, for reading at <c>/api-reference</c>, reviewed
/// as <c>docs/api.json</c>.
/// </summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Balcao", Version = "v1",
                Description = "Everything the screens do. Sign in with a cookie (POST /api/session) or send an API token as Authorization: Bearer. "
                    + "Refusals are problem details with a stable `code`; lists page by keyset: pass `next` as `cursor`.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API token." },
                ["cookie"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "balcao", Description = "Under https its name is `__Host-balcao`." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(ApiDescription.DescribeAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (IsId(context.JsonTypeInfo.Type)) (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
            return Task.CompletedTask;
        });
    });

    private static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
}
