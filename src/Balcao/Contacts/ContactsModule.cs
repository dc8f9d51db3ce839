namespace Balcao.Contacts;

public static class ContactsModule
{
    public static IServiceCollection AddContacts(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapContacts(this IEndpointRouteBuilder routes)
    {
        ListContacts.Map(routes);
        return routes;
    }
}
