using Balcao.Platform;
using Balcao.Simulator;

namespace Balcao.Demo.World;

/// <summary>The simulator's options in the demo: the companies' numbers, and the customers whose phones are shown.</summary>
internal static class Phones
{
    /// <summary>Environment variables and the command line override these values.</summary>
    public static SimulatorOptions OptionsFrom(IConfiguration given)
    {
        var options = new SimulatorOptions
        {
            AppSecret = Shop.AppSecret,
            AccessToken = Shop.AccessToken,
            Accounts = [.. Shop.Numbers.GroupBy(number => (number.WabaId, number.Company)).Select(account => new BusinessAccount
            {
                Id = account.Key.WabaId,
                Name = account.Key.Company.Name,
                Numbers = [.. account.Select(number => new BusinessNumber
                {
                    Id = number.PhoneNumberId, DisplayPhoneNumber = number.Display, VerifiedName = number.Company.Name,
                })],
            })],
            Phones = [.. Customers.Cast.Select(PhoneOf)],
        };
        options.Webhook.VerifyToken = Shop.VerifyToken;
        return SettingsReader.Read(given, SimulatorOptions.Section, options);
    }

    private static NewPhone PhoneOf(Customer customer) => new()
    {
        Name = customer.Name, WaId = customer.WaId, Username = customer.Username, UserId = customer.UserId,
    };
}
