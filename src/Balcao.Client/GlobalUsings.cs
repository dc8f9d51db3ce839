global using Balcao.Contract;
